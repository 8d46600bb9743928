/** What `read` (a call of parseArgs) finds on the command line. A mistake there is said in one line with the usage, and ends the process with 2.
 *  @param usage the command as it is written, its options with a value in the form `--name <…>`. */
export function readOptions<T>(usage: string, read: () => T): T {
  try {
    requireDashes(usage);
    return read();
  } catch (error) {
    const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    console.error(`${said.replace(/\.$/, '')}. Usage: ${usage}`);
    return process.exit(2);
  }
}

/** Without `--` npm keeps an option to itself, so that another installation than the one named would be meant. It tells of it in the environment.
 *  @throws Error that says so. */
function requireDashes(usage: string): void {
  for (const [, name = ''] of usage.matchAll(/--(\w+) </g))
    if (process.env[`npm_config_${name}`] !== undefined) throw new Error(`npm took --${name} for an option of its own; write -- before it`);
}
