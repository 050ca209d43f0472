type Respond = (answer: unknown) => void;

/**
 * A listener for `runtime.onMessage` out of one that gives a promise where a message is its own, and undefined where it is another's. Firefox
 * takes such promises as they are; Chromium wants to be told to wait, and is then called with the answer.
 */
export function answering<Sender>(listener: (message: unknown, sender: Sender) => Promise<unknown> | undefined): (message: unknown, sender: Sender, respond: Respond) => true | undefined {
  return (message, sender, respond) => {
    const answer = listener(message, sender);
    // Who asked and hears nothing fails, as it shall where nobody could answer.
    answer?.then(respond, () => respond(undefined));
    return answer ? true : undefined;
  };
}
