/** An address and whether its owner agreed to be written to. */
export interface Subscribed {
  /** By which the subscription is ended; the same for the same address. */
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
  /** The same as a page, at most 200,000 bytes; carriers that know only text leave it out. */
  html?: string;
  /** Letters, digits, `_` and `-`: the same each time the message is handed over, so that a mail which came twice can be known as one. */
  messageId: string;
  /** Where a POST ends the subscription without a question (RFC 8058). */
  unsubscribeUrl?: string;
}

/** How a carrier took a message: it is on its way, or it stays in the record, where people can read it, because there is no carrier. */
export type Taken = 'sent' | 'kept';

/** Carries messages to people who asked for them. */
export interface Topic {
  /** Subscribes an e-mail address; again gives the same subscription. @throws AppError `bad-request` for what is no address. */
  subscribe(address: string): Promise<Subscribed>;
  /** What the carrier says of it now; `gone` for one that the owner ended, or did not agree to in time. */
  look(ref: string): Promise<Subscribed['status'] | 'gone'>;
  /** Ends it; one that is unknown or still pending is no error. */
  unsubscribe(ref: string): Promise<void>;
  /** Hands the message to the carrier and returns once that has taken it over. Within a minute it has done so, or throws.
   *  @throws AppError `bad-request` when the carrier will never take this message for this address; `no-capacity` when it did not take it, or did not say
   *  that it took it, and it may be handed over again. */
  publish(message: Message): Promise<Taken>;
}
