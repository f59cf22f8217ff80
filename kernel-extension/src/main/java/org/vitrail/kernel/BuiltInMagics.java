package org.vitrail.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;
import org.vitrail.magic.MagicDescription;

/// The magics of the kernel itself.
final class BuiltInMagics {
    private BuiltInMagics() {}

    static void register(MagicsRegistry registry, MagicAssistant assistant, Consumer<String> addToClasspath) {
        LineMagic<@Nullable Object, BaseKernel> list = (kernel, arguments) -> {
            System.out.println(assistant.list());
            return null;
        };
        LineMagic<@Nullable Object, BaseKernel> load = (kernel, arguments) -> {
            if (arguments.isEmpty()) {
                throw CellFailure.usage("expected one or more jars or folders: %load_ext FILE...");
            }
            for (String path : arguments) {
                if (!Files.exists(Path.of(path))) {
                    throw CellFailure.usage("there is no file '" + path + "'");
                }
                addToClasspath.accept(path);
            }
            return null;
        };
        CellMagic<@Nullable Object, BaseKernel> time = (kernel, arguments, body) -> {
            long start = System.nanoTime();
            Object value = kernel.evalRaw(String.join(" ", arguments) + "\n" + body);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (value != null) {
                kernel.display(kernel.getRenderer().render(value));
            }
            System.out.printf("%.3f s%n", seconds);
            return null;
        };
        LineMagic<@Nullable Object, BaseKernel> timeLine = (kernel, arguments) -> time.eval(kernel, arguments, "");
        registry.registerLineMagic("lsmagic", list);
        registry.registerLineMagic("load_ext", load);
        registry.registerLineMagic("classpath", load);
        registry.registerLineMagic("time", timeLine);
        registry.registerCellMagic("time", time);
        assistant.add(List.of(
                described("lsmagic", false, "lists all magics"),
                described("load_ext", false, "FILE...: adds jars or folders to the class path and loads their magics"),
                described("classpath", false, "FILE...: the same as %load_ext"),
                described("time", true, "STATEMENT: runs Java and prints how long it took")));
    }

    private static MagicDescription described(String name, boolean cell, String summary) {
        return new MagicDescription(
                name, Object.class, true, cell, summary, "%" + name + " " + summary, (line, cursor) -> List.of());
    }
}
