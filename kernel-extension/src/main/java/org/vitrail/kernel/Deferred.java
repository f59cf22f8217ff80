package org.vitrail.kernel;

import java.util.List;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/// The parts that the super constructor wants before the kernel exists.
final class Deferred {
    private @Nullable MagicAssistant assistant;
    private @Nullable MagicSource source;
    private volatile Supplier<List<String>> variables = List::of;

    MagicSource source(MagicsRegistry registry) {
        if (source == null) {
            MagicAssistant made = new MagicAssistant(registry, () -> variables.get());
            assistant = made;
            source = new MagicSource(made::isLine, made::result);
        }
        return source;
    }

    MagicAssistant assistant() {
        if (assistant == null) {
            throw new IllegalStateException("expected source() to be asked first");
        }
        return assistant;
    }

    void bind(Supplier<List<String>> names) {
        variables = names;
    }
}
