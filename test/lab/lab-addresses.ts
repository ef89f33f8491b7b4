/**
 * Everything of the lab lives on loopback addresses of its own, so that it neither meets a real service of the machine
 * nor reaches the network. 127.0.0.1 is avoided as a target: Postfix takes it for itself.
 */
export const LAB_DOMAIN = 'havedane.test';

/** As on a real server: the product's receiver and its name server have one address. */
export const RECEIVER_ADDRESS = '127.0.0.20';
/** Senders find the receiver by DNS, which knows addresses but no ports: it has to be the real one. */
export const RECEIVER_PORT = 25;
export const NAME_SERVER_ADDRESS = RECEIVER_ADDRESS;
/** For scenarios that need an address of their own. */
export const EXTRA_ADDRESSES = [
  '127.0.0.26',
  '127.0.0.27',
  '127.0.0.28',
  '127.0.0.29',
  '127.0.0.30',
  '127.0.0.21',
];

// Not 127.0.0.53 or .54: systemd-resolved listens there.
export const RESOLVER_ADDRESS = '127.0.0.22';
export const NOT_VALIDATING_RESOLVER_ADDRESS = '127.0.0.25';
export const DNS_PORT = 53;

/** The largest message that the lab's receiver takes: small, so that one that is too large costs little. */
export const MAX_MESSAGE_BYTES = 1_048_576;

export const WEB_ADDRESS = '127.0.0.1';

/** The operator's own mail server, to which mail to postmaster and the like is forwarded. */
export const OPERATOR_RELAY_ADDRESS = '127.0.0.41';
export const OPERATOR_RELAY_PORT = 2525;
