/** The least that is still seen, of the whole. */
const SEEN = 0.01;

/** How long a bar of this value is, where the highest value fills the room; what is not nothing is seen. */
export function lengthOf(value: number, most: number, room: number): number {
  if (value <= 0 || most <= 0) return 0;
  const share = Math.max(SEEN, Math.min(value, most) / most);
  return Math.round(share * room * 100) / 100;
}
