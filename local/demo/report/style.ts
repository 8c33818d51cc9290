/** The page's style: readable on light and dark, no font or image from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f5f6f8;--card:#fff;--text:#1a2230;--dim:#5d6879;--line:#e2e6ec;--accent:#2457c5;--bad:#c2311f;--warn:#a86200;--good:#1d7f4f;--soft:#eef2fa;
--c1:#3569c9;--c2:#e08a2b;--c3:#2a9d8f;--c4:#b8477f;--c5:#7d63c9;--c6:#93a02d;--c7:#c2311f}
@media(prefers-color-scheme:dark){:root{--bg:#11151c;--card:#1a2029;--text:#e6eaf1;--dim:#97a3b6;--line:#2c3542;--accent:#86aefc;--bad:#ff8272;--warn:#f0b35c;--good:#62cf98;--soft:#222b39;
--c1:#6a9bf4;--c2:#f0a552;--c3:#4cc3b5;--c4:#e07aad;--c5:#a892f0;--c6:#b9c656;--c7:#ff8272}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
main{max-width:1120px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px}h2{font-size:20px;margin:44px 0 4px}h3{font-size:13px;margin:0 0 10px;color:var(--dim);font-weight:600;text-transform:uppercase;letter-spacing:.05em}
p{margin:0 0 12px}.lead{color:var(--dim);max-width:78ch}.dim{color:var(--dim)}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:12px 0;overflow:auto}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:18px 0}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px}.tile b{display:block;font-size:24px;line-height:1.2;font-variant-numeric:tabular-nums}.tile span{display:block;color:var(--dim);font-size:13px;line-height:1.4;margin-top:2px}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th{text-align:left;color:var(--dim);font-weight:600;font-size:12.5px;padding:6px 10px;border-bottom:1px solid var(--line);white-space:nowrap}
td{padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:top}tr:last-child td{border-bottom:0}tfoot td{font-weight:600;border-top:1px solid var(--line)}
.num{text-align:right;white-space:nowrap}code,.mono{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
figure{margin:0}svg{display:block;width:100%;height:auto;font-size:12px}svg text{fill:var(--dim)}.grid{stroke:var(--line)}.axis{stroke:var(--dim)}.mark{stroke:var(--bad);stroke-dasharray:4 3}svg .flag{fill:var(--bad);font-weight:600}svg .lane{fill:var(--text);font-size:13px}.step{fill:var(--bad);opacity:.88}svg .inside{fill:var(--card);font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:10px 0 0;padding:0;font-size:13px;color:var(--dim)}.legend i{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:6px;vertical-align:-1px}
.badge{display:inline-block;border-radius:99px;padding:1px 10px;font-size:12.5px;font-weight:600;border:1px solid currentColor}
.finding{border-left:4px solid var(--bad)}.finding dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:12px 0 0;font-size:14px}.finding dt{color:var(--dim)}.finding dd{margin:0}
.chain{padding:0 30px 0 0!important;display:flex;flex-wrap:wrap;gap:14px 32px;margin:0;padding:0;list-style:none;counter-reset:node}
.chain li{position:relative;flex:1 1 215px;max-width:330px;min-width:200px;border:1px solid var(--line);border-top:3px solid var(--bad);border-radius:8px;padding:10px 14px;background:var(--card)}
.chain li:not(:last-child)::after{content:"→";position:absolute;right:-26px;top:50%;transform:translateY(-50%);color:var(--bad);font-size:20px}
.chain li:has(+.branch)::after{display:none}.chain li.branch{border-top-color:var(--warn)}.chain .kind{font-size:12px;color:var(--dim);text-transform:uppercase;letter-spacing:.04em}.chain strong{display:block;overflow-wrap:anywhere}.chain small{color:var(--dim);display:block}
.candidate{border-left:3px solid var(--bad);padding:2px 0 2px 14px;margin:14px 0}.candidate ul,.plain{margin:6px 0 0;padding-left:20px}.candidate p{margin:0}
details{margin-top:10px}summary{cursor:pointer;color:var(--accent)}summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:12px}.columns .card{margin:0}
.bars ul{list-style:none;margin:0;padding:0;font-size:13.5px}.bars li{display:grid;grid-template-columns:1fr max-content;gap:0 12px;margin-bottom:8px}.bars .name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.bars .count{font-variant-numeric:tabular-nums}.bars small{color:var(--bad)}.track{grid-column:1/-1;background:var(--soft);border-radius:4px;height:8px}.bar{display:block;height:8px;border-radius:4px;background:var(--c1);min-width:3px;overflow:hidden}.bar b{display:block;height:8px;background:var(--bad)}
.records td:first-child{white-space:nowrap;width:90px}.records td.id{width:290px}.steps summary{color:var(--text)}.steps td details{margin:0}.steps td table{margin:6px 0}h3.log{text-transform:none;letter-spacing:0;font-size:14px;color:var(--text)}.short{font-size:16.5px;line-height:1.55}.short strong{overflow-wrap:anywhere}.records small{color:var(--dim)}
footer{margin-top:48px;color:var(--dim);font-size:13px}
/* A drawing is 1000 units wide: 16 units are 11 pixels of the 700 it has at least. */
@media(max-width:760px){.chart{overflow-x:auto}.chart svg{width:700px;font-size:16px}.chart svg .lane{font-size:16px}}
@media(max-width:640px){main{padding:20px 12px 40px}.card{padding:14px 12px}.columns{grid-template-columns:minmax(0,1fr)}.records td.id{display:none}.chain{padding:0!important}.chain li::after{content:"↓"!important;right:auto!important;left:50%;top:auto!important;bottom:-22px;transform:none!important}.chain{gap:26px}.chain li{max-width:none}}
@media print{body{background:#fff}.card,.tile{break-inside:avoid}details{display:none}}
`;
