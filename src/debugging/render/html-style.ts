/** The style sheet of the page, in light and in dark. */
export const pageStyle = `
:root { color-scheme: light dark; --text: #1b1b1b; --back: #fff; --line: #ddd; --dim: #666; --mark: #fff3bf; --bad: #b00020; --calm: #1a5fb4; --c: #26763a; --python: #1a5fb4; --warn: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6e6; --back: #161616; --line: #444; --dim: #999; --mark: #4a3f00; --bad: #ff8a80; --calm: #8ab4f8; --c: #81c995; --python: #8ab4f8; --warn: #ffb74d; } }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; color: var(--text); background: var(--back); }
h1 { font-size: 1.4rem; color: var(--bad); margin: 0 0 .3rem; }
h1.calm { color: var(--calm); }
header p { margin: .15rem 0; }
.about, .spot, .note, .path, .hint { color: var(--dim); }
details.thread { border: 1px solid var(--line); border-radius: 6px; margin: .8rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
details.thread > summary { font-weight: 600; }
details.frame { margin: .25rem 0; }
details.frame.inner > summary, details.folded > summary { color: var(--dim); }
details.folded { margin: .25rem 0 .25rem 2rem; }
.path { margin: .2rem 0 .2rem 2rem; overflow-wrap: anywhere; }
.kind { display: inline-block; width: 2rem; font-weight: 600; }
.python .kind { color: var(--python); }
.c .kind { color: var(--c); }
code, pre { font: 13px/1.4 ui-monospace, monospace; }
pre { overflow-x: auto; margin: .3rem 0 .3rem 2rem; padding: .4rem; border-left: 3px solid var(--line); }
pre mark { background: var(--mark); color: inherit; display: block; }
ul.values, ul.parts { list-style: none; margin: .2rem 0 .2rem 2rem; padding: 0; }
ul.parts { margin-left: 1.2rem; }
.values li { overflow-wrap: anywhere; }
.problem { color: var(--warn); }
.command, pre.copy { user-select: all; }
.command { background: var(--mark); padding: .1rem .3rem; border-radius: 3px; }
`;
