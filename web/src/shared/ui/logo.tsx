/** The mark: two half discs, one a step below the other. A call, and its response. */

export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <path fill="#0b5f68" d="M14.5 3v18A9 9 0 0 1 14.5 3Z" />
      <path fill="#d9822b" d="M17.5 11v18a9 9 0 0 0 0-18Z" />
    </svg>
  );
}
