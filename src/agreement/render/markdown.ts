// The written agreement as Markdown, for wikis and pull requests.
import type { Block, Line } from './blocks.ts';
import type { Paper } from './paper.ts';

export function toMarkdown(paper: Paper): string {
  const { title, preface, sections, signatures, words } = paper;
  const parts = [
    `# ${escape(title)}`,
    ...preface.map(escape),
    ...sections.flatMap(({ title: name, blocks }) => [`## ${escape(name)}`, ...blocks.map(block)]),
    `## ${escape(words.signatures)}`,
    ...signatures.map(
      ({ side, name, email }) =>
        `### ${escape(side)}\n\n${escape(`${name} (${email})`)}\n\n${words.date} ____________________\n\n${words.signature} ____________________`,
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function block(each: Block): string {
  switch (each.kind) {
    case 'heading':
      return `### ${escape(each.text)}`;
    case 'text':
      return line(each.line);
    case 'list':
      return each.lines.map((item) => `- ${line(item)}`).join('\n');
    default:
      return [
        row(each.head),
        row(each.head.map(() => '---')),
        ...each.rows.map((cells) => row(cells.map(cell))),
      ].join('\n');
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell(text: string): string {
  return escape(text).replaceAll('|', '\\|');
}

function line({ text, ids = [] }: Line): string {
  return `${escape(text)}${ids.map((id) => ` \`${id}\``).join('')}`;
}

/** What Markdown or the HTML in it would take for itself; line breaks would end a list. */
function escape(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/[\\`*_[\]<>#]/g, '\\$&')
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/^([-+])/, '\\$1');
}
