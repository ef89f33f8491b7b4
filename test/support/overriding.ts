/** An object with some of its methods replaced: the others, whatever comes to them, are its own. */
export function overriding<Original extends object>(
  original: Original,
  changes: Partial<Original>,
): Original {
  return new Proxy(original, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in changes ? changes : target, name);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}
