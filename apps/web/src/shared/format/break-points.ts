/** Splits an address or host name where a line may break: after the @ and before each dot. */
export function breakPoints(name: string): readonly string[] {
  return name.split(/(?<=@)|(?=\.)/);
}
