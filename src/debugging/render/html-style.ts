/** The style sheet of the page, in light and in dark. */
export const pageStyle = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #444); --dim: light-dark(#666, #999); --mark: light-dark(#fff3bf, #4a3f00); }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; color: light-dark(#b00020, #ff8a80); margin: 0 0 .3rem; }
header p { margin: .15rem 0; }
.about, .spot, .note { color: var(--dim); }
details.thread { border: 1px solid var(--line); border-radius: 6px; margin: .8rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; }
details.thread > summary { font-weight: 600; }
details.frame { margin: .25rem 0; }
details.frame.inner > summary { color: var(--dim); }
.kind { display: inline-block; width: 2rem; font-weight: 600; }
.python .kind { color: light-dark(#1a5fb4, #8ab4f8); }
.c .kind { color: light-dark(#26763a, #81c995); }
code, pre { font: 13px/1.4 ui-monospace, monospace; }
pre { overflow-x: auto; margin: .3rem 0 .3rem 2rem; padding: .4rem; border-left: 3px solid var(--line); }
pre mark { background: var(--mark); color: inherit; display: block; }
ul.values { list-style: none; margin: .2rem 0 .2rem 2rem; padding: 0; }
ul.values ul { list-style: none; padding-left: 1.2rem; }
.values li { overflow-wrap: anywhere; }
.problem { color: light-dark(#8a4b00, #ffb74d); }
`;
