export { DUTCH_SENDING as texts } from '#words';
