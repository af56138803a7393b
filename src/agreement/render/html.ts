// The written agreement as one page of HTML that needs nothing else: no script, no font, no picture. Prints on A4.
import type { Language } from '#domain/wording.ts';
import type { Block, Line } from './blocks.ts';
import type { Paper } from './paper.ts';
import type { Signature } from './signatures.ts';
import { STYLE } from './style.ts';

export function toHtml(paper: Paper, language: Language): string {
  const { title, preface, sections, signatures, words } = paper;
  const nav = sections.map(
    ({ part, title: name }) => `<li><a href="#${escape(part)}">${escape(name)}</a></li>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
${STYLE}</style>
</head>
<body>
<header>
<h1>${escape(title)}</h1>
${preface.map((line) => `<p>${escape(line)}</p>`).join('\n')}
</header>
<nav aria-label="${escape(words.contents)}">
<ol>
${nav.join('\n')}
</ol>
</nav>
<main>
${sections.map(({ part, title: name, blocks }) => `<section id="${escape(part)}">\n<h2>${escape(name)}</h2>\n${blocks.map(block).join('\n')}\n</section>`).join('\n')}
<section id="signatures" class="signatures">
<h2>${escape(words.signatures)}</h2>
${signatures.map(({ side, name, email }) => box({ side, name, email }, words)).join('\n')}
</section>
</main>
</body>
</html>
`;
}

function block(each: Block): string {
  switch (each.kind) {
    case 'heading':
      return `<h3>${escape(each.text)}</h3>`;
    case 'text':
      return `<p>${line(each.line)}</p>`;
    case 'list':
      return `<ul>\n${each.lines.map((item) => `<li>${line(item)}</li>`).join('\n')}\n</ul>`;
    default:
      return table(each.head, each.rows);
  }
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const heads = head.map((cell) => `<th scope="col">${escape(cell)}</th>`).join('');
  const last = head.length - 1;
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => {
      if (index === 0) return `<th scope="row">${escape(cell)}</th>`;
      return index === last && head[last] === 'Id'
        ? `<td><code>${escape(cell)}</code></td>`
        : `<td>${escape(cell)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="table"><table>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table></div>`;
}

function line({ text, ids = [] }: Line): string {
  const tags = ids.map((id) => ` <code>${escape(id)}</code>`);
  return `${escape(text)}${tags.join('')}`;
}

function box({ side, name, email }: Signature, words: Paper['words']): string {
  return `<div class="box">
<h3>${escape(side)}</h3>
<p>${escape(name)}<br>${escape(email)}</p>
<p class="rule">${escape(words.date)}</p>
<p class="rule">${escape(words.signature)}</p>
</div>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
