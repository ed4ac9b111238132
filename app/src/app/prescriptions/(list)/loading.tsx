/** Only around the list: around a detail page it would send "200 OK" before we know whether the page exists. */
export default function Loading() {
  return (
    <div role="status">
      <h1>Prescriptions</h1>
      <p className="visually-hidden">Loading…</p>
      <div className="cards" aria-hidden="true">
        <div className="card skeleton" />
        <div className="card skeleton" />
        <div className="card skeleton" />
      </div>
    </div>
  );
}
