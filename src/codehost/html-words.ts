import { Parser } from 'htmlparser2';

/** Elements whose words are somebody else's, an example, or not displayed. */
const NOT_OWN = new Set(['blockquote', 'code', 'pre', 'script', 'style', 'template', 'textarea', 'title']);

/** The displayed words of raw HTML, one line for each run of text. */
export function htmlWords(html: string): string[] {
  const lines: string[] = [];
  let inside = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (NOT_OWN.has(name)) inside += 1;
    },
    onclosetag: (name) => {
      if (NOT_OWN.has(name)) inside -= 1;
    },
    ontext: (text) => {
      if (inside === 0) lines.push(...text.split('\n'));
    },
  });
  parser.end(html);
  return lines;
}
