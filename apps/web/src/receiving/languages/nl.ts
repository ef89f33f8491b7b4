export { DUTCH_RECEIVING as texts } from '#words';
