/** A rule for Oxlint: what may import what is checked on static imports, so there is no other kind where that matters. */
const staticImports = {
  create: (context) => ({
    ImportExpression: (node) =>
      context.report({ node, message: 'Import statically: boundaries are checked on those.' }),
  }),
};

export default { meta: { name: 'havedane' }, rules: { 'static-imports': staticImports } };
