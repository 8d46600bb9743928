/** An address and whether its owner agreed to be written to. */
export interface Subscribed {
  /** By which the subscription is ended. */
  ref: string;
  address: string;
  /** `pending` until the owner of the address has agreed; until then nothing reaches it. */
  status: 'pending' | 'confirmed';
}

/** One message to one address. */
export interface Message {
  to: string;
  /** ASCII, at most 100 characters, one line: what every carrier takes (SNS's rule). */
  subject: string;
  /** Plain text, at most 200,000 bytes of UTF-8. */
  text: string;
}

/** Carries messages to people who asked for them. */
export interface Topic {
  /** Subscribes an e-mail address; again gives the same subscription. @throws AppError `bad-request` for what is no address. */
  subscribe(address: string): Promise<Subscribed>;
  /** Ends it; one that is unknown or still pending is no error. */
  unsubscribe(ref: string): Promise<void>;
  /** Hands the message to the carrier and returns once that has taken it over.
   *  @throws AppError `bad-request` for a message that no carrier takes; `no-capacity` when the carrier did not take it and it may be tried again. */
  publish(message: Message): Promise<void>;
}
