/** Tables are too long for localStorage. */
const name = "wengert-studio";
const store = "tables";

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Keeps the text of a table. In a window that may store nothing, it lasts as long as the page. */
export async function saveText(id: string, text: string): Promise<void> {
  try {
    const database = await opened();
    await settled(database.transaction(store, "readwrite").objectStore(store).put(text, id));
  } catch {
    // The document says so when it cannot be saved either.
  }
}

/** The text of a table; undefined where there is none. */
export async function loadText(id: string): Promise<string | undefined> {
  const database = await opened();
  return settled<string | undefined>(database.transaction(store).objectStore(store).get(id));
}

/** Forgets all tables but some. */
export async function forgetOthers(kept: ReadonlySet<string>): Promise<void> {
  try {
    const database = await opened();
    const tables = database.transaction(store, "readwrite").objectStore(store);
    for (const key of await settled(tables.getAllKeys())) if (!kept.has(String(key))) tables.delete(key);
  } catch {
    // There is nothing to forget where nothing can be stored.
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
