/** The trace of one function's calls, told to X-Ray. */
export interface Trace {
  begin(): void;
  end(): void;
}

/** Opens the trace: every call of the function becomes a subsegment, and so does every HTTPS request that it makes. The library is loaded only here,
 *  because it is larger than most functions. @param stack names the installation. */
export async function openTrace({ stack }: { stack: string }): Promise<Trace> {
  const { Tracer } = await import('@aws-lambda-powertools/tracer');
  const tracer = new Tracer({ serviceName: stack });
  return {
    begin: () => {
      const whole = tracer.getSegment();
      if (whole === undefined) return;
      const call = whole.addNewSubsegment('## call');
      tracer.setSegment(call);
      tracer.annotateColdStart();
      tracer.addServiceNameAnnotation();
    },
    end: () => {
      const call = tracer.getSegment();
      if (call === undefined || !('segment' in call)) return;
      const whole = call.parent;
      call.close();
      if (whole !== undefined) tracer.setSegment(whole);
    },
  };
}
