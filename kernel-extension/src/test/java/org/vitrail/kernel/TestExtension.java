package org.vitrail.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.jspecify.annotations.Nullable;

/// Magics of another extension than ours, as awkward as they come.
public final class TestExtension implements Extension {
    /// The environment variable that names the file to write when the kernel lets the extension go.
    static final String GONE_FILE = "VITRAIL_TEST_GONE";

    @Override
    public void uninstall(BaseKernel kernel) {
        String file = System.getenv(GONE_FILE);
        if (file != null) {
            try {
                Files.writeString(Path.of(file), "gone");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void install(BaseKernel kernel) {
        LineMagic<@Nullable Object, BaseKernel> noisy = (k, words) -> noisy(k, Integer.parseInt(words.getFirst()));
        kernel.getMagicsRegistry().registerLineMagic("noisy", noisy);
        LineMagic<@Nullable Object, BaseKernel> slow = (k, words) -> slow(k);
        kernel.getMagicsRegistry().registerLineMagic("slow_cancel", slow);
        LineMagic<Object, BaseKernel> words = (k, given) -> String.join("|", given);
        kernel.getMagicsRegistry().registerLineMagic("words", words);
        LineMagic<Object, BaseKernel> unfinite = (k, given) -> {
            DisplayData data = new DisplayData("chart");
            data.putData(
                    "application/vnd.vegalite.v5+json",
                    Map.of("values", List.of(Double.NaN, 1.5, Double.POSITIVE_INFINITY)));
            return data;
        };
        kernel.getMagicsRegistry().registerLineMagic("unfinite", unfinite);
    }

    /// About a thousand messages a second, from the cell's own thread.
    private static @Nullable Object noisy(BaseKernel kernel, int times) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        for (int i = 0; i < times; i++) {
            DisplayData data = new DisplayData("step " + i);
            data.putTransientData("display_id", id);
            if (i == 0) {
                kernel.display(data);
            } else {
                kernel.getIO().display.updateDisplay(data);
            }
            Thread.sleep(1);
        }
        return null;
    }

    /// Takes 1.5 s to stop and talks meanwhile.
    private static @Nullable Object slow(BaseKernel kernel) throws InterruptedException {
        kernel.display(new DisplayData("working"));
        try {
            Thread.sleep(30_000);
            return null;
        } catch (InterruptedException e) {
            long end = System.nanoTime() + 1_500_000_000L;
            while (System.nanoTime() < end) {
                kernel.display(new DisplayData("stopping"));
                Thread.sleep(100);
            }
            kernel.display(new DisplayData("stopped"));
            throw e;
        }
    }
}
