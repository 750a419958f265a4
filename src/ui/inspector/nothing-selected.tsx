import styles from './nothing-selected.module.css';

/** In the inspector's place until there is something to inspect. */
export function NothingSelected() {
  return (
    <div className={styles.empty}>
      <p>
        <b>No process is selected.</b>
      </p>
      <p>
        Click a card in the tree, or press <kbd>T</kbd> and walk the outline with the arrow keys.
        Here you will see its state, its mailbox and what it is linked to, and can kill it or send
        it something.
      </p>
    </div>
  );
}
