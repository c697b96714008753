/** The product's sign: the cycle in one stroke. Also the icon of Relationships. */
export function CurveMark({ size = 16 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <path
        d="M1.5 11.5C3.6 11.5 4 4 6 4s2.2 8 4.2 8S12 8 14.5 8"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </svg>
  );
}
