export { GERMAN_RECEIVING as texts } from '#words';
