export { FAQ, type FaqEntry } from './faq.js';
export { GLOSSARY, type GlossaryEntry } from './glossary.js';
