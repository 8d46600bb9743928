/** Makes the compiler prove that a switch is exhaustive: it is called only with what cannot exist. */
export function unreachable(value: never): never {
  throw new Error(`a case is missing for ${JSON.stringify(value)}`);
}
