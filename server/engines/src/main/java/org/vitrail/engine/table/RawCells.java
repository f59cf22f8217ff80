package org.vitrail.engine.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.engine.table.SourceHeader.SourceType;
import org.vitrail.mechanism.port.CellSource;

/// The cells of a snapshot file, read anew on every visit, so that no more than one visit's counts are in
/// memory. The file's order of rows is the same every time (DuckDB keeps it, Arrow has it), so the drawn
/// rows are the same.
final class RawCells implements CellSource {
    private final Path file;
    private final Format format;
    private final SourceHeader header;
    private final List<String> names;
    private final Optional<BitSet> drawn;
    private final int megabytes;

    /// @param names of the planned columns
    /// @param drawn the rows that are shown; empty: all
    RawCells(Path file, Format format, SourceHeader header, List<String> names, Optional<BitSet> drawn, int megabytes) {
        this.file = file;
        this.format = format;
        this.header = header;
        this.names = names;
        this.drawn = drawn;
        this.megabytes = megabytes;
    }

    /// Carries a refusal through [CellSource], which knows none.
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final TableRefusedException refusal;

        Unreadable(TableRefusedException refusal) {
            super(refusal.getMessage());
            this.refusal = refusal;
        }

        TableRefusedException refusal() {
            return refusal;
        }
    }

    @Override
    public void visit(List<Integer> columns, boolean asText, Visitor visitor) {
        List<String> selected = columns.stream().map(names::get).toList();
        List<CellSink> sinks = new ArrayList<>();
        for (int column : columns) {
            SourceType type = header.columns()
                    .get(header.names().indexOf(names.get(column)))
                    .type();
            sinks.add(new Shown(column, asText, type, drawn, visitor));
        }
        try {
            TableReader.scan(file, format, header, selected, sinks, megabytes);
        } catch (TableRefusedException e) {
            throw new Unreadable(e);
        }
    }

    /// Shows one column's drawn cells.
    private static final class Shown implements CellSink {
        private final int column;
        private final boolean asText;
        private final SourceType type;
        private final Optional<BitSet> drawn;
        private final Visitor visitor;
        private int row;

        Shown(int column, boolean asText, SourceType type, Optional<BitSet> drawn, Visitor visitor) {
            this.column = column;
            this.asText = asText;
            this.type = type;
            this.drawn = drawn;
            this.visitor = visitor;
        }

        private boolean hidden() {
            int at = row++;
            return drawn.isPresent() && !drawn.get().get(at);
        }

        @Override
        public void text(String text) {
            if (hidden()) {
                return;
            }
            if (text.isEmpty()) {
                visitor.missing(column);
            } else if (asText || type != SourceType.UNDECLARED) {
                visitor.text(column, text);
            } else {
                switch (Numbers.kind(text)) {
                    case NUMBER -> visitor.number(column, Numbers.value(text));
                    case MISSING -> visitor.missing(column);
                    case NO_NUMBER -> visitor.text(column, text);
                }
            }
        }

        @Override
        public void number(double number) {
            if (hidden()) {
                return;
            }
            if (Double.isNaN(number)) {
                visitor.missing(column);
            } else {
                visitor.number(column, number);
            }
        }

        @Override
        public void missing() {
            if (!hidden()) {
                visitor.missing(column);
            }
        }

        @Override
        public boolean wantsNumbers() {
            return !asText && (type == SourceType.INTEGER || type == SourceType.REAL);
        }
    }
}
