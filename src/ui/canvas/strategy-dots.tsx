import styles from './strategy-dots.module.css';

const ROW = [0, 1, 2, 3] as const;
/** The second of the row has died; these are restarted. */
const RESTARTED: Record<string, readonly number[]> = {
  one_for_one: [1],
  one_for_all: [0, 1, 2, 3],
  rest_for_one: [1, 2, 3],
  simple_one_for_one: [1],
};

/** The strategy as a row of children: crossed is the one that died, filled are those that are restarted. */
export function StrategyDots({ strategy }: { strategy: string }) {
  const restarted = RESTARTED[strategy] ?? [];
  return (
    <svg
      className={styles.dots}
      width={ROW.length * 8}
      height={8}
      viewBox={`0 0 ${ROW.length * 12} 12`}
      aria-hidden="true"
    >
      {ROW.map((place) => (
        <circle
          key={place}
          className={restarted.includes(place) ? styles.restarted : undefined}
          cx={place * 12 + 6}
          cy={6}
          r={4}
        />
      ))}
      <path className={styles.cross} d="M16 4 20 8M20 4 16 8" />
    </svg>
  );
}
