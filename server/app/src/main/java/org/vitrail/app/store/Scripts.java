package org.vitrail.app.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// The migration scripts by name: a packaged application has no folders to search.
final class Scripts implements ResourceProvider {
    private static final List<String> NAMES = List.of("V1__ledger.sql", "V2__owner_looks.sql");

    @Override
    public @Nullable LoadableResource getResource(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return NAMES.contains(file) ? new Script(file) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return NAMES.stream()
                .filter(name -> name.startsWith(prefix))
                .filter(name -> List.of(suffixes).stream().anyMatch(name::endsWith))
                .<LoadableResource>map(Script::new)
                .toList();
    }

    private static final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            try (InputStream stream = Scripts.class.getResourceAsStream("/schema/" + name)) {
                if (stream == null) {
                    throw new IllegalStateException("the migration script " + name + " is not in the application");
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
