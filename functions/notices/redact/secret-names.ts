/** Words of names under which secrets are kept. */
const words = new Set(
  `password passwords passwd passphrase passcode pwd pass pw pin otp secret secrets token tokens credential credentials creds cred auth
  authorization authentication bearer jwt cookie cookies dsn signature sig salt sessionid apikey accesskey privatekey secretkey`.split(
    /\s+/,
  ),
);

/** The same, inside names that are written without a sign between their words. */
const parts =
  /passw(?:or)?d|passphrase|secret|token|credential|authorization|api_?key|access_?key|private_?key|account_?key|signing_?key|encryption_?key|master_?key|license_?key|ssh_?key|connection_?string|session_?id/;

/** Words that are written at the front of another without a sign, as in `DBPASS`. */
const endings = /(?<!com|by|over|under|tres|sur)pass(?:_|$)|(?<!c)pwd(?:_|$)/;

/** Names of amounts, of which programs that talk to language models have many. */
const amounts = /^(?:max|min|num|n|count|total|limit)_?(?:\w+_)?tokens?$|^tokens?_?(?:count|limit|used)$/;

/** Whether a value under this name is to be taken for a secret. */
export function isSecretName(name: string): boolean {
  const snake = name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
  if (amounts.test(snake)) return false;
  return parts.test(snake) || endings.test(snake) || snake.split('_').some((word) => words.has(word));
}
