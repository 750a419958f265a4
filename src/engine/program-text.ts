import { MAX_DEPTH } from './reductions.ts';

/**
 * The text around the instrumented modules: what they count with, and the table they stand in.
 *
 * It is an expression, a function: in Node it is evaluated, in a Worker it is part of the Worker's
 * own script, which may not evaluate text. `load-program.ts` calls it and says what it answers.
 */
export interface ModuleText {
  readonly name: string;
  readonly code: string;
  /** Names it exports, save those of `export *`. */
  readonly exports: readonly string[];
  /** What it imports from 'otp', to be checked against what there is. */
  readonly uses: readonly {
    readonly name: string;
    readonly line: number;
    readonly column: number;
  }[];
}

export function programText(modules: readonly ModuleText[]): string {
  const table = modules.map(({ name, code, exports, uses }) => {
    const facts = `exports:${JSON.stringify(exports)},uses:${JSON.stringify(uses)}`;
    // The module starts on a line of its own, and ends before whatever comment ends it.
    return `${JSON.stringify(name)}:{${facts},run:function(__$require,__$exports){\n${code}\n}}`;
  });
  return `${HEAD}modules:{__proto__:null,\n${table.join(',\n')}\n}};\n})`;
}

/**
 * `__$b` reductions left of `__$n`; `__$d` depth of calls; `__$k` the kill under way; `__$l` the line
 * of the top level that is evaluated; `__$t` the line of the function under way, see `markOf`.
 *
 * `__$G` is the frame of a generator. `base` is the depth of who resumed it, which gets it back when
 * the generator yields or ends; `level` is how deep in generators it stands, which lasts: a chain of
 * `yield*` costs the engine a call each, however many steps it took to grow. Who delegates leaves its
 * own depth in `__$v` for the generator that starts next, if that is the next thing counted (`__$w`).
 */
const HEAD = `(function(__$host){
'use strict';
const {Object,RegExp,TypeError,RangeError,ReferenceError,SyntaxError,EvalError,URIError}=__$host.globals;
const __$z=__$host.freeze,__$star=__$host.star,__$q=__$host.sort;
let __$b=0,__$n=0,__$d=0,__$k=null,__$l=0,__$t=0,__$v=0,__$w=-2;
function __$x(){__$b=-1;throw __$k=__$host.budgetExhausted}
function __$o(){throw __$k=__$host.depthExceeded}
function __$c(e){
if(__$k===null&&__$host.isStackOverflow(e))__$k=__$host.depthExceeded;
if(__$k!==null)throw __$k;
__$host.settle(e);
}
function __$f(){if(__$k!==null)throw __$k}
class __$G{
constructor(){
this.base=__$d;
this.level=(__$w===__$b+1?Math.max(__$d,__$v):__$d)+1;
this.enter();
}
enter(){__$d=this.own=Math.max(__$d+1,this.level);if(__$d>${MAX_DEPTH})__$o()}
suspend(value){__$d=this.base;return value}
resumed(value){this.base=__$d;this.enter();return value}
delegate(to){__$v=this.own;__$w=__$b;__$d=this.base;return to}
end(){__$d=this.base}
}
function __$p(a,b){
if(typeof a==='bigint'||typeof b==='bigint')return a**b;
a=+a;b=+b;
if(b!==Math.trunc(b)||Math.abs(b)>1024)throw new RangeError('** takes a whole exponent from -1024 to 1024 here');
let r=1;
for(let n=Math.abs(b);n>0;n=Math.floor(n/2)){if(n%2===1)r*=a;a*=a}
return b<0?1/r:r;
}
return {
setBudget(n){__$b=__$n=n;__$d=0;__$k=null;__$w=-2},
reductions(){return __$n-Math.max(__$b,0)},
line(){return __$l},
mark(){return __$t},
`;
