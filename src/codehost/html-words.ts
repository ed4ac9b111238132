import { Parser } from 'htmlparser2';

/** Elements whose words are somebody else's, an example, or not displayed. */
const NOT_OWN = new Set(['blockquote', 'code', 'pre', 'script', 'style', 'template', 'textarea', 'title']);

/** Elements that go on in the same line. https://html.spec.whatwg.org/multipage/text-level-semantics.html */
const INLINE = new Set(
  'a abbr b bdi bdo cite data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/** The displayed words of raw HTML, one line for each that they are displayed in. */
export function htmlWords(html: string): string[] {
  let words = '';
  let inside = 0;
  const parser = new Parser({
    onopentagname: (name) => {
      if (NOT_OWN.has(name)) inside += 1;
      if (!INLINE.has(name)) words += '\n';
    },
    onclosetag: (name) => {
      if (NOT_OWN.has(name)) inside -= 1;
      if (!INLINE.has(name)) words += '\n';
    },
    // A text comes in pieces: an entity is one of its own.
    ontext: (text) => {
      if (inside === 0) words += text;
    },
  });
  parser.end(html);
  return words.split('\n').filter((line) => line !== '');
}

/** Does the line go on after this tag, or after a comment? */
export function goesOn(tag: string): boolean {
  let goes = true;
  const parser = new Parser({
    onopentagname: (name) => {
      goes &&= INLINE.has(name);
    },
  });
  // A parser says nothing of an end tag without its start.
  parser.end(tag.startsWith('</') ? `<${tag.slice(2)}` : tag);
  return goes;
}
