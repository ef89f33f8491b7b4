export { ENGLISH_RECEIVING as texts } from '#words';
