package org.vitrail.app.pac;

import java.nio.file.Path;
import org.vitrail.app.store.SqlStore;

/// The contract on a real H2 file.
class EmbeddedUniversesTest extends UniversesContract {
    @Override
    SqlStore.Place place(Path folder) {
        return SqlStore.Place.embedded(folder);
    }
}
