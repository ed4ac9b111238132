/** Where progress goes while something takes long: one line a call, no secrets. */
export type Say = (line: string) => void;
