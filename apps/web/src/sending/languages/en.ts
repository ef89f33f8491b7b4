export { ENGLISH_SENDING as texts } from '#words';
