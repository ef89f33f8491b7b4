/** Instead: fix, again, lookup, immediately, anyone who, can be obtained, shown, hung up, correct, released. */
export const BANNED =
  /\b(mend(s|ed|ing)?|anew|look-ups?|at once|whoever|be had|told|tell of|broke off|break off|breaks off|as it should be|let through|lets? through|dislikes?|octets?)\b/i;
