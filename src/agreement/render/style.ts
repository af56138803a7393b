// How the page looks, on a screen and on A4.

export const STYLE = `:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 2rem 1.25rem 4rem; color: #1c2430; background: #fff;
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .75rem; }
h2 { font-size: 1.3rem; margin: 2.25rem 0 .5rem; padding-bottom: .25rem; border-bottom: 2px solid #1c2430; break-after: avoid; }
h3 { font-size: 1.02rem; margin: 1.25rem 0 .25rem; break-after: avoid; }
p, ul { margin: .4rem 0; }
ul { padding-left: 1.25rem; }
li { margin: .2rem 0; overflow-wrap: anywhere; }
header p { color: #4a5566; margin: .2rem 0; overflow-wrap: anywhere; }
nav ol { columns: 2; padding-left: 2rem; margin: 1.25rem 0; }
nav li { margin: 0; padding: .1rem 0; break-inside: avoid; }
main { counter-reset: part; }
main > section:not(.signatures) > h2::before { counter-increment: part; content: counter(part) ". "; }
a { color: #0b57a4; }
a:focus-visible { outline: 3px solid #0b57a4; outline-offset: 2px; }
code { font: .82em ui-monospace, "SF Mono", Consolas, monospace; color: #4a5566; background: #eef1f5; border-radius: 3px;
  padding: .05em .35em; overflow-wrap: anywhere; }
td code { overflow-wrap: normal; }
p code, li code { white-space: nowrap; }
p:has(+ ul), p:has(+ .table) { break-after: avoid; }
.table { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid #d5dbe3; }
thead th { border-bottom: 2px solid #8a95a5; }
tbody th { font-weight: 600; min-width: 8rem; }
td { overflow-wrap: break-word; }
tr { break-inside: avoid; }
.signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem; break-inside: avoid; }
.signatures h2 { grid-column: 1 / -1; }
.box { border: 1px solid #8a95a5; border-radius: 4px; padding: .5rem 1rem 1rem; }
.rule { border-bottom: 1px solid #1c2430; padding-bottom: 2rem; margin-top: 1rem; color: #4a5566; }
@page { size: A4; margin: 18mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #4a5566; } }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  .table { overflow: visible; }
  table { font-size: 8pt; }
  code { background: none; padding: 0; }
}
@media (max-width: 40rem) { nav ol { columns: 1; } .signatures { grid-template-columns: 1fr; gap: 1rem; } }
`;
