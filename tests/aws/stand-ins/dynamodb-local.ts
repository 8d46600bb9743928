import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute } from './execute.ts';
import { installed } from './installed.ts';
import { freePort, startFolder, startServer } from './server.ts';
import type { StandIn } from './server.ts';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>runlet</groupId>
  <artifactId>dynamodb-local</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.amazonaws</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>2.6.1</version>
    </dependency>
  </dependencies>
</project>
`;
const missing =
  'DynamoDB Local needs Java 17 or later and Maven (Debian: apt-get install --no-install-recommends default-jre-headless maven).';

/**
 * Starts DynamoDB Local, AWS's own: empty, in memory, one database for all credentials and Regions. Proves conditions, transactions, indexes,
 * paging and expiry; throttles nobody. It can only bind all interfaces. Any credentials and Region do, but there must be some.
 */
export async function startDynamoDbLocal(): Promise<StandIn> {
  const lib = join(await installDynamoDbLocal(), 'lib');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const main = 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner';
  return await startServer(startFolder('dynamodb-local'), {
    name: 'dynamodb-local',
    command: 'java',
    args: [`-Djava.library.path=${lib}`, '-cp', `${lib}/*`, main, '-disableTelemetry', '-inMemory', '-sharedDb', '-port', String(port)],
    url,
    // A request without a signature is refused, which is an answer.
    ready: async () => (await fetch(url)).status === 400,
    withinMs: 60_000,
  });
}

/** Its folder, once it is there. @throws Error in a sentence that says what this machine lacks. */
export async function installDynamoDbLocal(): Promise<string> {
  return await installed('dynamodb-local', pom, install);
}

async function install(folder: string): Promise<void> {
  writeFileSync(join(folder, 'pom.xml'), pom);
  await execute('java', ['-version'], { missing });
  const copy = ['dependency:copy-dependencies', '-DoutputDirectory=lib', '-DincludeScope=runtime'];
  await execute('mvn', ['-q', '-B', ...copy], { missing, cwd: folder });
}
