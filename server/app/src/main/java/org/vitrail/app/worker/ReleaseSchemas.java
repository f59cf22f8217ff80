package org.vitrail.app.worker;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;

/// The Arrow schema that a release has.
public final class ReleaseSchemas {
    private ReleaseSchemas() {}

    /// The Arrow schema of a product's columns.
    public static Schema of(TableSchema schema) {
        List<Field> fields = new ArrayList<>();
        for (Column column : schema.columns()) {
            ArrowType type = switch (column.domain()) {
                case Domain.Categorical _ -> ArrowType.Utf8.INSTANCE;
                case Domain.IntegerRange _ -> new ArrowType.Int(64, true);
                case Domain.RealRange _ -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            };
            fields.add(new Field(column.name(), new FieldType(column.nullable(), type, null), null));
        }
        return new Schema(fields);
    }
}
