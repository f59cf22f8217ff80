package org.vitrail.magic;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/// A kernel without sockets and without Java: it keeps what is displayed and what would be evaluated.
final class TestKernel extends BaseKernel {
    final List<DisplayData> displayed = new CopyOnWriteArrayList<>();
    final List<String> evaluated = new CopyOnWriteArrayList<>();
    /// What reading a variable gives.
    final Map<String, Object> variables = new ConcurrentHashMap<>();

    TestKernel() {
        super(
                "test",
                "1",
                new LanguageInfo.Builder("Java").build(),
                List.of(),
                new HistoryManager() {},
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                new Renderer(),
                new MagicParser("%", "%%", new MagicTranspiler()),
                new MagicsRegistry(),
                false,
                new StringStyler.Builder().build());
        installNotebookKernel();
    }

    void close() {
        uninstallNotebookKernel();
    }

    @Override
    public void display(DisplayData data) {
        displayed.add(data);
    }

    @Override
    public Object evalRaw(String source) {
        evaluated.add(source);
        return variables.getOrDefault(source, source);
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        return DisplayData.EMPTY;
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        return new ReplacementOptions(List.of(), at, at);
    }

    @Override
    public String isComplete(String code) {
        return IS_COMPLETE_YES;
    }

    Object run(String magic, String... arguments) throws Exception {
        return getMagicsRegistry().evalLineMagic(this, magic, List.of(arguments));
    }

    Object cell(String magic, String body, String... arguments) throws Exception {
        return getMagicsRegistry().evalCellMagic(this, magic, List.of(arguments), body);
    }

    /// All texts shown, in order.
    String text() {
        StringBuilder all = new StringBuilder();
        for (DisplayData data : displayed) {
            all.append(data.getData(MIMEType.TEXT_PLAIN)).append('\n');
        }
        return all.toString();
    }
}
