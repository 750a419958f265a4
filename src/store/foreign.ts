export { parseRunText } from '../scenario/parse-run.ts';
export { describeErrors, parseAction, parseScenario } from '../scenario/parse-scenario.ts';
export { decodeShareLink, encodeShareLink } from './share-link.ts';
