package org.vitrail.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vitrail.notebook.KernelProbe;

/// One kernel process for the tests of a class; after each test nothing may have arrived that belongs to no request.
final class SharedKernel implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final Map<String, String> environment;
    private @Nullable KernelProbe probe;

    SharedKernel(Map<String, String> environment) {
        this.environment = environment;
    }

    KernelProbe probe() {
        return Objects.requireNonNull(probe, "started before the first test");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        probe = KernelProbe.start(environment);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(probe().strays).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (probe != null) {
            probe.close();
        }
    }
}
