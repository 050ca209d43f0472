/** The style of the HTML report, in the look of the panel: light and dark by the reader's choice, black on white on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --text: light-dark(#1f1f1f, #e3e3e3); --dim: light-dark(#5f6368, #9aa0a6); --line: light-dark(#dadce0, #474a4d); --head: light-dark(#f1f3f4, #2b2c2f); --page: light-dark(#fff, #1f1f1f); --error: light-dark(#b3261e, #f2b8b5); --error-back: light-dark(#fcefee, #3a2322); --warning: light-dark(#7a4f00, #f5c26b); --good: light-dark(#146c2e, #6dd58c); }
* { box-sizing: border-box; }
body { max-width: 1180px; margin: 0 auto; padding: 20px 24px 48px; color: var(--text); background: var(--page); font: 13px/1.45 system-ui, sans-serif; }
h1 { margin: 0 0 4px; font-size: 20px; overflow-wrap: anywhere; }
h2 { margin: 28px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--line); font-size: 15px; overflow-wrap: anywhere; }
h3 { margin: 14px 0 4px; font-size: 13px; }
p { margin: 4px 0; }
header p, .dim, .left { color: var(--dim); }
.left { font-style: italic; text-align: center; }
.id, .n, td.page, code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 12px; }
h2 .id { font-size: 13px; font-weight: 400; }
dl { display: grid; gap: 2px 0; margin: 0; }
dl div { display: grid; grid-template-columns: 110px minmax(0, 1fr); }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
.tag { padding: 0 5px; border: 1px solid var(--line); border-radius: 3px; font-size: 11px; white-space: nowrap; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 12px; }
table.small { width: auto; }
th { padding: 3px 10px 3px 0; text-align: left; font-weight: 500; color: var(--dim); }
thead th { position: sticky; top: 0; border-bottom: 1px solid var(--line); background: var(--head); }
thead th:first-child, td:first-child { padding-left: 6px; }
td { padding: 3px 10px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th.n { font-family: inherit; font-size: inherit; }
.overview td:nth-child(1), .steps th:nth-child(-n + 3) { width: 1%; white-space: nowrap; }
.overview td:nth-child(3), .overview td:nth-child(5) { min-width: 150px; }
.steps td:nth-child(3) { white-space: nowrap; }
.steps td:nth-child(4) { min-width: 220px; }
.steps td:nth-child(5) { min-width: 90px; max-width: 260px; color: var(--dim); }
.steps td:nth-child(6) { max-width: 200px; }
tr.error td { background: var(--error-back); }
tr.error td:nth-child(3), tr.error td:nth-child(4), li.error strong { color: var(--error); }
li.warning strong { color: var(--warning); }
.findings { margin: 0; padding: 0; list-style: none; }
.findings li { padding: 3px 0; overflow-wrap: anywhere; }
.state { padding: 0 6px; border: 1px solid currentColor; border-radius: 9px; font-size: 11px; font-weight: 500; color: var(--dim); white-space: nowrap; }
.state.live { color: var(--good); }
.state.late, .state.idle { color: var(--warning); }
.state.crashed, .state.abnormal { color: var(--error); }
a { color: inherit; }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h3 { break-after: avoid; }
  tr, li, dl div { break-inside: avoid; }
  .wide { overflow: visible; }
  thead th { position: static; }
}
`;
