/** What the features of the API get injected from outside; the store has its token in #store. */
export const CONFIG = Symbol('CONFIG');
export const LOGGER = Symbol('LOGGER');
/** For what fails again and again while a state lasts. */
export const STATE_LOG = Symbol('STATE_LOG');
export const CLOCK = Symbol('CLOCK');
export const PROBE_ENGINE = Symbol('PROBE_ENGINE');
/** Of DNS about client addresses; null without a resolver. */
export const DNS_LOOKUP = Symbol('DNS_LOOKUP');
/** Validates, and is asked about the scenarios; null without DNS_RESOLVER. */
export const SCENARIO_RESOLVER = Symbol('SCENARIO_RESOLVER');
export const RESOLVE_TXT = Symbol('RESOLVE_TXT');
export const PARSER = Symbol('PARSER');

/** Milliseconds since the epoch. */
export type Clock = () => number;
