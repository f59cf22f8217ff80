package org.vitrail.kernel;

import java.util.List;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/// What a transpiled magic calls. Public because the code of cells calls it.
public final class Magics {
    private Magics() {}

    /// Runs a line magic that shows its result by itself.
    ///
    /// @throws Exception what the magic throws
    public static void run(String name, List<String> arguments) throws Exception {
        Object ignored = value(name, arguments);
        if (ignored instanceof Error error) {
            throw error;
        }
    }

    /// Runs a line magic for its value.
    ///
    /// @param witness empty; its type is the type that the call's place wants
    /// @throws Exception what the magic throws
    @SafeVarargs
    public static <T> @Nullable T value(String name, List<String> arguments, T... witness) throws Exception {
        if (witness.length > 0) {
            throw CellFailure.usage("expected no more arguments, got " + witness.length);
        }
        BaseKernel kernel = BaseKernel.notebookKernel();
        MagicsRegistry registry = kernel.getMagicsRegistry();
        if (!registry.getLineMagicNames().contains(name)) {
            throw unknown("%", name, registry.getLineMagicNames(), registry.getCellMagicNames());
        }
        return registry.evalLineMagic(kernel, name, arguments);
    }

    /// Runs a cell magic.
    ///
    /// @throws Exception what the magic throws
    public static void cell(String name, List<String> arguments, String body) throws Exception {
        BaseKernel kernel = BaseKernel.notebookKernel();
        MagicsRegistry registry = kernel.getMagicsRegistry();
        if (registry.getCellMagicNames().contains(name)) {
            registry.evalCellMagic(kernel, name, arguments, body);
        } else if (body.isBlank() && registry.getLineMagicNames().contains(name)) {
            registry.evalLineMagic(kernel, name, arguments);
        } else {
            throw unknown("%%", name, registry.getCellMagicNames(), registry.getLineMagicNames());
        }
    }

    private static CellFailure unknown(String prefix, String name, Set<String> names, Set<String> others) {
        String message = "there is no magic " + prefix + name + ".";
        if (others.contains(name)) {
            String right = prefix.equals("%") ? "%%" : "%";
            return CellFailure.usage(message + " Did you mean " + right + name + "?");
        }
        List<String> similar = Failures.similar(name, names);
        return CellFailure.usage(
                similar.isEmpty()
                        ? message + " %lsmagic lists all."
                        : message + " Did you mean " + prefix + String.join(" or " + prefix, similar) + "?");
    }
}
