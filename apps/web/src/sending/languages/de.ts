export { GERMAN_SENDING as texts } from '#words';
