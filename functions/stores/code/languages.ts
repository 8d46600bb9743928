/** What the stores know of a language; the scanner and the runner know the rest. */
export interface LanguageFacts {
  /** Endings of its source files, with their dots. */
  endings: readonly string[];
  /** The name of a script that came as text without a name. */
  defaultEntry: string;
  /** Names of other files whose contents the scanner reads. */
  manifests: readonly string[];
}

export const languages = {
  python: { endings: ['.py'], defaultEntry: 'script.py', manifests: ['requirements.txt'] },
} as const satisfies Record<string, LanguageFacts>;

export type Language = keyof typeof languages;

/** Whether a file of this path is source code of the language, by its ending. */
export function isSource(language: Language, path: string): boolean {
  return languages[language].endings.some((ending) => path.endsWith(ending));
}

/** Whether the scanner needs the content of the file, rather than its name alone. */
export function isScanned(language: Language, path: string): boolean {
  return isSource(language, path) || languages[language].manifests.some((name) => path === name || path.endsWith(`/${name}`));
}
