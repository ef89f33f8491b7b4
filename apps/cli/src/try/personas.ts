/** The senders that can be simulated. */
export const PERSONAS = {
  dane: 'uses TLS and enforces DANE',
  tls: 'uses TLS whenever it is offered and checks nothing',
  plain: 'sends without TLS',
} as const;

export type Persona = keyof typeof PERSONAS;

export const PERSONA_NAMES = Object.keys(PERSONAS) as readonly Persona[];
