/**
 * A condition on a list, which is given as one parameter, `JSON.stringify(list)`: however long it is, the text stays the
 * same and is compiled once (preparing-database.ts), and the driver spends more time on a parameter than SQLite on an entry.
 */
export const IN_LIST = 'IN (SELECT "value" FROM json_each(?))';
