/** Where the links of a mail lead. */
export interface Links {
  /** The mail as a page, with what has become of its run since. */
  message: string;
  /** Ends the subscription. */
  unsubscribe: string;
}

/** Lines that are shown as they are, such as those of a log. */
export interface Block {
  title: string;
  lines: readonly string[];
  /** Said in place of the lines when there are none. */
  otherwise?: string;
}

/** What a mail says, once, from which plain text and HTML are both made. All of it is plain text without secrets. */
export interface Letter {
  /** One line of ASCII of at most 100 characters; the first 40 say which script, and what happened. */
  subject: string;
  tone: 'bad' | 'warn' | 'good' | 'plain';
  heading: string;
  /** What happened and why, a sentence each. */
  sentences: readonly string[];
  /** What to do. */
  advice: string | null;
  facts: readonly (readonly [name: string, value: string])[];
  blocks: readonly Block[];
  /** What the link to the page is called. */
  see: string;
  /** Why the reader gets this, without a full stop. */
  because: string;
}
