package org.vitrail.app.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// The migration scripts by name: a packaged application has no folders to search.
final class Scripts implements ResourceProvider {
    private final Map<String, String> files; // by the name that orders them

    /// The scripts for that database.
    Scripts(boolean postgresql) {
        files = Map.of(
                "V1__ledger.sql",
                "V1__ledger.sql",
                "V2__append_only.sql",
                postgresql ? "V2__append_only_postgresql.sql" : "V2__append_only_h2.sql",
                "V3__measures.sql",
                "V3__measures.sql",
                "V4__pac.sql",
                "V4__pac.sql",
                "V5__pac_caps.sql",
                "V5__pac_caps.sql",
                "V6__pac_append_only.sql",
                postgresql ? "V6__pac_append_only_postgresql.sql" : "V6__pac_append_only_h2.sql");
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        String found = files.get(file);
        return found == null ? null : new Script(file, found);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return files.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> List.of(suffixes).stream().anyMatch(entry.getKey()::endsWith))
                .<LoadableResource>map(entry -> new Script(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static final class Script extends LoadableResource {
        private final String name;
        private final String file;

        Script(String name, String file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public Reader read() {
            try (InputStream stream = Scripts.class.getResourceAsStream("/schema/" + file)) {
                if (stream == null) {
                    throw new IllegalStateException("the migration script " + file + " is not in the application");
                }
                return new StringReader(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return "schema/" + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return "schema/" + name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
