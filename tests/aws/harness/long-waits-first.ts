import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Files that wait for minutes and ask nothing of the processors meanwhile; then the one with the most stories. Begun first, they go on beside all the others. */
const first = ['faults/never-starts', 'faults/stopped-runner', 'faults/silent-api', 'scenarios/faults'];

export class LongWaitsFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const begun = first.flatMap((name) => files.filter(({ moduleId }) => moduleId.includes(`/${name}.`)));
    return Promise.resolve([...begun, ...files.filter((file) => !begun.includes(file))]);
  }
}
