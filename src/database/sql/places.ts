/** Where something stands in a text: index in UTF-16 units from 0, line and column from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * Turns UTF-8 byte offsets into UTF-16 indexes. Ask in ascending order: each answer goes on from the one before, so
 * a whole file costs one pass (a file of 10 MB with 20,000 statements must not cost 20,000 passes).
 */
export function byteOffsets(text: string): (byte: number) => number {
  const bytes = Buffer.byteLength(text);
  if (bytes === text.length) return (byte) => Math.min(byte, bytes);
  const buffer = Buffer.from(text);
  let atByte = 0;
  let atUnit = 0;
  return (byte) => {
    if (byte < atByte) {
      atByte = 0;
      atUnit = 0;
    }
    const end = Math.min(byte, buffer.length);
    atUnit += buffer.toString('utf8', atByte, end).length;
    atByte = end;
    return atUnit;
  };
}

/** Lines and columns for ascending indexes, in one pass. Lines end with LF, so CRLF counts once. */
export function positions(text: string): (offset: number) => Position {
  let line = 1;
  let lineStart = 0;
  return (offset) => {
    if (offset < lineStart) {
      line = 1;
      lineStart = 0;
    }
    for (
      let end = text.indexOf('\n', lineStart);
      end !== -1 && end < offset;
      end = text.indexOf('\n', lineStart)
    ) {
      line += 1;
      lineStart = end + 1;
    }
    return { offset, line, column: offset - lineStart + 1 };
  };
}

/** UTF-16 index of the n-th code point: the server counts characters, JavaScript counts halves of some of them. */
export function codePointOffset(text: string, codePoints: number): number {
  let offset = 0;
  for (let left = codePoints; left > 0 && offset < text.length; left -= 1) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}
